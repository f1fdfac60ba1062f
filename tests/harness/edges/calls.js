// Counts what the registries are asked, by what it is, and holds questions about tokens back for as
// long as a test wants.

import { Registry } from "./build/index.js";

const { fetch } = Registry.prototype;

export const calls = {};
let isHeld = false;

Registry.prototype.fetch = async function (request) {
  const [kind] = Object.keys(JSON.parse(await request.clone().text()));
  calls[kind] = (calls[kind] ?? 0) + 1;
  // A promise that another request fulfils would be taken for one that nobody will.
  while (isHeld && kind === "ask_standing") await scheduler.wait(20);
  return fetch.call(this, request);
};

export const hold = () => {
  isHeld = true;
};

export const release = () => {
  isHeld = false;
};
