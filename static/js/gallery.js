// The gallery: the first screen plays a graph, each card shows its own.

import { fetchTrace } from "./api/client.js";
import { byId } from "./dom.js";
import { createGraphView } from "./draw/graph-view.js";
import { t } from "./i18n.js";
import { createPlacer } from "./layout/topology.js";
import { createStore } from "./state/store.js";
import { mountLanguages, mountTheme, restoreTheme } from "./theme.js";
import { createPlayer } from "./timeline/player.js";

restoreTheme();
mountTheme();
mountLanguages();
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const placer = createPlacer();

/**
 * Draw a lesson's graph into a host.
 * @param {HTMLElement} host
 */
async function draw(host) {
  const { trace: question } = await (await fetch(`/api/v1/lessons/${host.dataset["lesson"]}`)).json();
  const trace = await fetchTrace(question);
  const layout = await placer.place(trace.graph);
  const store = createStore({ trace, layout, speed: 1100 });
  createGraphView(host, store, { interactive: false, label: t("Graph of this lesson") });
  return store;
}

const hero = byId("hero-picture");
const store = await draw(hero);
const player = createPlayer(store, () => calm.matches);
const caption = byId("hero-caption");
store.subscribe((state, changed) => {
  if (!changed.has("position")) return;
  const step = state.trace?.steps[Math.floor(state.position)];
  caption.textContent = step?.text ?? "";
  document.body.dataset["phase"] = step?.phase ?? "start";
});
if (calm.matches) player.last();
else play();
byId("hero-toggle").addEventListener("click", () => player.toggle());
store.subscribe((state, changed) => {
  if (changed.has("playing")) byId("hero-toggle").classList.toggle("playing", state.playing);
});
document.documentElement.dataset["ready"] = "";

function play() {
  player.toggle();
}

const seen = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    void draw(/** @type {HTMLElement} */ (target)).then((one) => one.set({ position: one.get().trace?.steps.length ?? 0 }));
  }
}, { rootMargin: "200px" });
for (const host of document.querySelectorAll(".card-picture")) seen.observe(host);

try {
  const opened = JSON.parse(localStorage.getItem("opened") ?? "[]");
  for (const card of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".lesson-card"))) {
    card.classList.toggle("opened", card.dataset["id"] === opened[0]);
  }
} catch {
  // Without storage nothing was remembered.
}
