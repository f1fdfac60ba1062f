try {
  const { default: init, start } = await import("/pkg/gatepass_page.js");
  await init();
  start();
} catch (error) {
  console.error(error);
  document.querySelector('[data-part="starting"]').hidden = true;
  document.querySelector('[data-part="start-failed"]').hidden = false;
}
