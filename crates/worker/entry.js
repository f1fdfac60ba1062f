// Where a request comes in: what `/verify` can be answered from memory is answered without anything
// of the SDK; all else, and whatever `validate` leaves open, goes the SDK's way.

import sdk, { Registry } from "./build/index.js";

const { fetch: answer, renew, validate } = sdk.prototype;

const VERIFY = "/verify";
const SECRET = "gatepass-proxy-secret";

// Every step of a future of the module goes through this, and the platform's own costs ten times as
// much as what a promise does.
const done = Promise.resolve();
globalThis.queueMicrotask = (step) => void done.then(step);

// A panic unwound, or a trap cost the module its instance, and the next call gets a new one. The same
// as Rust's `Failure::Internal`.
const failed = (error) => {
  console.error("a request:", error);
  const problem = { type: "urn:gatepass:problem:internal", title: "Internal error", status: 500 };
  return new Response(JSON.stringify(problem), {
    status: 500,
    headers: {
      "cache-control": "no-store",
      "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      "content-type": "application/problem+json",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy": "clipboard-write=(self)",
      "referrer-policy": "no-referrer",
      "strict-transport-security": "max-age=31536000",
      "x-content-type-options": "nosniff",
    },
  });
};

export { Registry };

export default {
  fetch(request, env, ctx) {
    const { url } = request;
    if (url.includes(VERIFY)) {
      try {
        renew();
        const { headers, method } = request;
        const authorization = headers.get("authorization");
        const secret = headers.get(SECRET);
        const found = validate(request, env, ctx, method, url, authorization, secret);
        if (found) return found;
      } catch (error) {
        return failed(error);
      }
    }
    return answer.call({ env, ctx }, request);
  },
};
