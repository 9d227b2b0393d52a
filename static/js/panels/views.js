// The views of one trace: graph, network, matrices. The step stays where it is when another one is chosen.

import { byId, el } from "../dom.js";
import { t } from "../i18n.js";

/** @import {Store} from "../state/store.js" */
/** @import {View, ViewName} from "../types.js" */

/** The tabs in their order, and where each is drawn. */
const HOSTS = { graph: "picture", network: "network", matrices: "matrices" };
/** @typedef {keyof typeof HOSTS} Tab */
const TABS = /** @type {Tab[]} */ (Object.keys(HOSTS));

/** The tab under which a view stands: the backward network is the network turned round. @param {ViewName} view @returns {Tab} */
export function tabOf(view) {
  return view === "backward" ? "network" : view;
}

/**
 * @param {Store} store
 * @param {(position: number) => void} jump
 * @param {() => void} build opens the builder
 */
export function mountViews(store, jump, build) {
  /** @type {Record<Tab, Promise<View | null> | null>} */
  const views = { graph: null, network: null, matrices: null };
  const tabs = TABS.map((name) => byId(`tab-${name}`));
  const turn = byId("turn");
  const options = byId("network-options");
  const none = byId("no-network");
  none.append(
    el("p", {}, t("There are no layers in this program.")),
    el("p", { class: "hint" }, t("A layer reads like a1 = sigmoid(x @ W1 + b1), or neuron by neuron like z1 = x1*w1 + x2*w2 + b.")),
    el("button", { type: "button", class: "button", onclick: build }, t("Build a network")),
  );

  /** The visible view, fetched when it is first looked at. */
  function current() {
    const name = tabOf(store.get().view);
    views[name] ??= open(name);
    return views[name];
  }

  /** @param {Tab} name @returns {Promise<View | null>} */
  async function open(name) {
    const host = byId(HOSTS[name]);
    try {
      if (name === "graph") return (await import("../draw/graph-view.js")).createGraphView(host, store);
      if (name === "network") return (await import("../draw/network-view.js")).createNetworkView(host, store, jump);
      return (await import("../draw/matrix-view.js")).createMatrixView(host, store, jump);
    } catch {
      // A file that did not arrive is asked for again the next time.
      views[name] = null;
      host.replaceChildren(el("p", { class: "empty-view", role: "status" }, t("This view could not be loaded. Try again in a moment.")));
      return null;
    }
  }

  function show() {
    const { view, trace } = store.get();
    const tab = tabOf(view);
    TABS.forEach((name, i) => {
      byId(HOSTS[name]).hidden = name !== tab;
      tabs[i]?.setAttribute("aria-selected", String(name === tab));
      tabs[i]?.setAttribute("tabindex", name === tab ? "0" : "-1");
    });
    const layers = Boolean(trace?.network);
    none.hidden = tab !== "network" || layers || !trace;
    if (!none.hidden) byId("network").hidden = true;
    options.hidden = tab !== "network" || !layers;
    turn.setAttribute("aria-pressed", String(view === "backward"));
    void current()?.then((one) => one?.paint());
  }

  /** @param {ViewName} view */
  function choose(view) {
    store.set({ view });
  }

  tabs.forEach((tab, i) => {
    tab.addEventListener("click", () => choose(TABS[i] ?? "graph"));
    tab.addEventListener("keydown", (event) => {
      const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: TABS.length - 1 }[event.key];
      if (to === undefined || event.shiftKey) return;
      event.preventDefault();
      const next = (to + TABS.length) % TABS.length;
      tabs[next]?.focus();
      choose(TABS[next] ?? "graph");
    });
  });
  turn.addEventListener("click", () => choose(store.get().view === "backward" ? "network" : "backward"));
  store.subscribe((state, changed) => {
    const became = changed.has("trace") && tabOf(state.view) === "network";
    if (changed.has("view") || became) show();
  });
  show();

  return {
    choose,
    /** When the visible view has been fetched and painted. */
    settled: async () => (await current())?.paint(),
    fit: () => void current()?.then((one) => one?.fit()),
    /** @param {number} factor */
    zoomBy: (factor) => void current()?.then((one) => one?.zoomBy(factor)),
  };
}
