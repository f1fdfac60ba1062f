// The floor: nothing is asked, and something is answered.

export default { fetch: () => new Response("Hello World!") };
