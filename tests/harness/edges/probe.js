// The Worker as it is deployed, on a platform that fails when a request asks for it. A request can also
// ask for the SDK's way, for what the registries were asked, and for many forged tokens. `LIMITERS`
// says how many each rate-limiting binding lets through.

import "./memory.js";
import "./marks.js";
import { calls, delayReports, fail, hold, release } from "./calls.js";
import { flood } from "./flood.js";
import sdk, { Registry } from "./build/index.js";
import entry from "./entry.js";

export { Registry };

const { Response } = globalThis;
const { now } = Date;

// Each gives the answer to a request in the midst of which the fault happens.
const faults = {
  // The request comes while the module has borrowed what it needs: it is at a refusal.
  panic(call, request, env, ctx) {
    let answer;
    globalThis.Response = function (body, init) {
      globalThis.Response = Response;
      answer = call();
      return new Response(body, init);
    };
    sdk.prototype.validate(request, env, ctx, request.method, request.url, "Token garbage");
    return answer;
  },
  // What the module calls throws, which nobody expects of a clock.
  throw(call) {
    Date.now = () => {
      throw new Error("provoked");
    };
    return call();
  },
  // What the module calls calls it again, until the stack is full: that is a trap.
  trap(call, { method, url }) {
    Date.now = () => sdk.prototype.validate(undefined, undefined, undefined, method, url);
    return call();
  },
};

// As the platform's, but for ever, so that nobody has to wait; one without a limit fails.
const limiter = (most) => {
  const counts = new Map();
  return {
    async limit({ key }) {
      if (most === null) throw new Error("provoked");
      const count = counts.get(key) ?? 0;
      if (count < most) counts.set(key, count + 1);
      return { success: count < most };
    },
  };
};

let limiters;
const bound = (env) => {
  limiters ??= Object.entries(env.LIMITERS).map(([name, most]) => [name, limiter(most)]);
  return { ...env, ...Object.fromEntries(limiters) };
};

const asked = {
  calls: () => Response.json(calls),
  hold: () => void hold(),
  release: () => void release(),
  delay: (request) => void delayReports(request.headers.get("x-value")),
  fail: (request) => void fail(request.headers.get("x-value")),
  flood: async (request, env, ctx) => {
    const answer = (forged) => entry.fetch(forged, env, ctx);
    return Response.json(await flood(answer, await request.json()));
  },
};

export default {
  fetch(request, platform, ctx) {
    const env = bound(platform);
    const probe = asked[request.headers.get("x-probe")];
    if (probe) return probe(request, env, ctx) ?? new Response(null, { status: 204 });
    if (request.headers.get("x-way") === "sdk") {
      return sdk.prototype.fetch.call({ env, ctx }, request);
    }
    const call = () => entry.fetch(request, env, ctx);
    const fault = faults[request.headers.get("x-fault")];
    try {
      return fault ? fault(call, request, env, ctx) : call();
    } finally {
      Object.assign(globalThis, { Response });
      Object.assign(Date, { now });
    }
  },
};
