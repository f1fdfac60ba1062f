// Marks what did not come from memory: it is loaded before the Worker's entry, which takes the SDK's
// handler from where this puts its own.

import sdk from "./build/index.js";

const { fetch } = sdk.prototype;

sdk.prototype.fetch = async function (request) {
  const answer = await fetch.call(this, request);
  const marked = new Response(answer.body, answer);
  marked.headers.set("x-way", "sdk");
  return marked;
};
