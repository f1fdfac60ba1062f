// Counts what the registries are asked, by what it is, holds questions about tokens back for as long as
// a test wants, and lets calls fail or reports take their time.

import { Registry } from "./build/index.js";

const { fetch } = Registry.prototype;

export const calls = {};
let isHeld = false;
let delay = 0;
let failing = "none";

Registry.prototype.fetch = async function (request) {
  const [kind] = Object.keys(JSON.parse(await request.clone().text()));
  calls[kind] = (calls[kind] ?? 0) + 1;
  if (failing === kind || failing === "all") throw new Error("out of reach");
  // A promise that another request fulfils would be taken for one that nobody will.
  while (isHeld && kind === "ask_standing") await scheduler.wait(20);
  if (kind === "report_usage" && delay > 0) await scheduler.wait(delay);
  return fetch.call(this, request);
};

export const hold = () => {
  isHeld = true;
};

export const release = () => {
  isHeld = false;
};

// How long reports take from here on, in milliseconds.
export const delayReports = (by) => {
  delay = Number(by);
};

// Which calls fail from here on: those of this kind, `all` or `none`.
export const fail = (kind) => {
  failing = kind;
};
