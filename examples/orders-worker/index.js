// A Worker that takes orders from whoever has an API token. Whether a request may pass, and who asks,
// is what Gatepass says, which is bound to it: there is no network in between.

// Gatepass goes by the token at whatever host it is not known at, so any name will do. Who asks so is
// told 429 and 503, which a proxy might not know.
const VERIFY = "https://gatepass/verify?unavailable=503";

// What Gatepass has to know of a request: the token, and from where it is shown, which a client cannot
// set. Some tokens may be used from some networks only, and there may be limits by address.
const ASKED_WITH = ["authorization", "cf-connecting-ip"];

// Who asks, from Gatepass's answer alone. A request's own headers of these names are anybody's.
const callerIn = (answer) => ({
  tenant: answer.headers.get("gatepass-tenant"),
  subject: answer.headers.get("gatepass-subject"),
  token: answer.headers.get("gatepass-token-id"),
  scopes: answer.headers.get("gatepass-scope").split(" "),
});

const verify = (request, env) => {
  const shown = ASKED_WITH.map((name) => [name, request.headers.get(name)]);
  const headers = shown.filter(([, value]) => value !== null);
  // Its method says what the token has to be good for: reading or writing.
  return env.GATEPASS.fetch(VERIFY, { method: request.method, headers });
};

export default {
  async fetch(request, env) {
    const answer = await verify(request, env);
    // 401 or 403 with what the client has to show, 429 or 503 with when to try again.
    if (answer.status !== 200) return answer;
    const caller = callerIn(answer);
    return Response.json({ caller, orders: [], taken: request.method === "POST" });
  },
};
