// Resolve bare names in Node as the page does: through the manifest behind its import map.
//
//   node --import ./tests/js/use-import-map.mjs --test tests/js/
import { readFileSync } from "node:fs";
import * as module from "node:module";

const vendor = new URL("../../static/vendor/", import.meta.url);
const { imports } = JSON.parse(readFileSync(new URL("manifest.json", vendor), "utf8"));
const addresses = Object.fromEntries(Object.entries(imports).map(([name, file]) => [name, new URL(file, vendor).href]));
const found = (url) => ({ url, format: "module", shortCircuit: true });

if (module.registerHooks) {
  module.registerHooks({
    resolve: (name, context, next) => (addresses[name] ? found(addresses[name]) : next(name, context)),
  });
} else {
  // Node 20 has only hooks in a thread of their own, which take their code and data as strings.
  const hooks = `let addresses;
    export const initialize = (data) => { addresses = data; };
    export const resolve = (name, context, next) =>
      addresses[name] ? (${found})(addresses[name]) : next(name, context);`;
  module.register(`data:text/javascript,${encodeURIComponent(hooks)}`, { data: addresses });
}
