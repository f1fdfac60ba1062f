// The same question to Cloudflare's workers-oauth-provider, with our tokens as ones from elsewhere,
// looked up in KV each time.

import { OAuthProvider } from "@cloudflare/workers-oauth-provider";

import { FORM, digestOf, identityOf, isValid, read } from "./standing.js";

const providerAt = (resource) =>
  new OAuthProvider({
    apiRoute: "/verify",
    apiHandler: {
      fetch: (_request, _env, context) => new Response(null, { headers: context.props.identity }),
    },
    defaultHandler: { fetch: () => new Response(null, { status: 404 }) },
    authorizeEndpoint: "/authorize",
    tokenEndpoint: "/token",
    resourceMetadata: { resource },
    resolveExternalToken: async ({ token, request, env }) => {
      if (!FORM.test(token)) return null;
      const standing = await read(env, await digestOf(token));
      if (!isValid(standing, request.method)) return null;
      return { props: { identity: identityOf(standing) }, audience: resource };
    },
  });

let provider;

export default {
  fetch(request, env, context) {
    provider ??= providerAt(request.url);
    return provider.fetch(request, env, context);
  },
};
