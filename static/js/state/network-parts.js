// What of a network is drawn besides its neurons, and what is left out.

import { t } from "../i18n.js";
import { gradientStep, pick } from "./network.js";

/** @import {Net, Spot} from "./network.js" */

/** What there is to be drawn besides the layers. @param {Net} net @param {boolean} turned */
export function partsOf(net, turned) {
  const { loss, layers } = net.network;
  const target = loss ? net.locate(layers.length - 1, "target", 0, 0) : null;
  // Class indices are one number a row, not one an output.
  const each = target !== null && pick(net.story.valueOf(target.id), target.index) !== undefined && net.locate(layers.length - 1, "target", (layers.at(-1)?.units ?? 1) - 1, 0) !== null;
  return { loss: loss !== null, targets: each && !isIndex(net, target), returns: gradientStep(net, net.locate(0, "a", 0, 0)) >= 0, turned };
}

/**
 * The class that a row belongs to, where targets are class indices.
 * @param {Net} net
 * @param {number} sample
 */
export function classOf(net, sample) {
  const target = net.network.loss?.target ? net.locate(net.network.layers.length - 1, "target", 0, sample) : null;
  return target && isIndex(net, target) ? pick(net.story.valueOf(target.id), target.index) : undefined;
}

/** @param {Net} net @param {Spot} target */
function isIndex(net, { id, index }) {
  const rows = net.network.samples === null ? 0 : 1;
  const depth = net.story.trace.granularity === "element" ? (id.match(/,/g) ?? []).length + Number(id.endsWith("]")) : index.length;
  return net.network.form === "matrix" && depth <= rows && (net.network.layers.at(-1)?.units ?? 1) > 1;
}

/** What is left out, where it is. @param {Net} net */
export function fewOf(net) {
  const cut = net.network.layers.flatMap(({ edges }) => (edges && edges.of > edges.shown.length ? [edges] : []));
  return cut.map(({ of, shown }) => t("the strongest {shown} of {of} weights", { shown: shown.length, of: of.toLocaleString(document.documentElement.lang) })).join(" · ");
}
