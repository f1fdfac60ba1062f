// Marks what did not come from memory: it is loaded before the Worker's entry, which takes from where
// this puts its own.

import sdk from "./build/index.js";

const { fetch, validate } = sdk.prototype;

const marked = (way) => (answer) => {
  const copy = new Response(answer.body, answer);
  copy.headers.set("x-way", way);
  return copy;
};

sdk.prototype.fetch = async function (request) {
  return marked("sdk")(await fetch.call(this, request));
};

sdk.prototype.validate = (...question) => {
  const answer = validate(...question);
  return answer instanceof Promise ? answer.then(marked("asked")) : answer;
};
