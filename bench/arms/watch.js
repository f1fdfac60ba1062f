// In front of the Worker's entry: counts what the registries are asked, and has garbage collected.

import entry, { Registry } from "./entry.js";

const { fetch } = Registry.prototype;
let calls = 0;

Registry.prototype.fetch = function (request) {
  calls++;
  return fetch.call(this, request);
};

const own = {
  "/watch/calls": () => Response.json(calls),
  "/watch/collect": () => {
    gc();
    return new Response();
  },
};

export { Registry };

export default {
  fetch(request, env, ctx) {
    const answer = own[new URL(request.url).pathname];
    return answer ? answer() : entry.fetch(request, env, ctx);
  },
};
