// Knows the module's memory: it is loaded before the module is.

const { Instance } = WebAssembly;

let memory;

WebAssembly.Instance = function (module, imports) {
  const instance = new Instance(module, imports);
  ({ memory } = instance.exports);
  return instance;
};

/** How much memory the module has taken so far, in bytes. It never gives any back. */
export const taken = () => memory.buffer.byteLength;
