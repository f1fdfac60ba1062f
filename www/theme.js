// Runs before anything is drawn, so that a chosen theme never flashes in as the other one.
// The key is the one of `dom/storage.rs`.
try {
  const theme = localStorage.getItem("gatepass-theme");
  if (theme === "light" || theme === "dark") {
    document.documentElement.dataset.theme = theme;
  }
} catch {
  // Storage is forbidden: the system's theme it is.
}
