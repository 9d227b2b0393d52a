// The gallery: the first screen plays a graph, each card shows its own.

import { fetchLesson, fetchTrace } from "./api/client.js";
import { byId, el } from "./dom.js";
import { createGraphView } from "./draw/graph-view.js";
import { t } from "./i18n.js";
import { createPlacer } from "./layout/topology.js";
import { lastLesson } from "./state/memory.js";
import { createStore } from "./state/store.js";
import { mountLanguages, mountTheme } from "./theme.js";
import { createPlayer } from "./timeline/player.js";

/** @import {Trace} from "./types.js" */

/** How long the finished story stands before it is told again, in milliseconds. */
const REST = 3200;

mountTheme();
mountLanguages();
showLastLesson();
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const placer = createPlacer();
const cards = watchCards();
try {
  await playHero();
} catch {
  byId("hero-caption").textContent = t("The server cannot be reached. Try again in a moment.");
}
document.documentElement.dataset["ready"] = "";
// The cards come after the first screen: what is seen first is drawn first.
for (const host of document.querySelectorAll(".card-picture[data-lesson]")) cards.observe(host);

/**
 * Draw a lesson's graph from its own trace.
 * @param {HTMLElement} host
 * @param {("formulas")[]} include
 */
async function draw(host, include) {
  const lesson = await fetchLesson(host.dataset["lesson"] ?? "");
  const trace = await fetchTrace(lesson.trace, undefined, include);
  const layout = await placer.place(trace.graph);
  const store = createStore({ trace, layout, speed: 1100 });
  createGraphView(host, store, { interactive: false, label: t("Graph of {title}", { title: lesson.title }) });
  return { store, trace };
}

async function playHero() {
  const { store, trace } = await draw(byId("hero-picture"), ["formulas"]);
  const player = createPlayer(store, () => calm.matches);
  const toggle = byId("hero-toggle");
  const caption = byId("hero-caption");
  const first = caption.textContent;
  const ticks = trace.steps.map(({ phase }) => el("span", { class: phase }));
  byId("hero-ticks").append(...ticks);
  let wanted = !calm.matches;
  store.subscribe((state, changed) => {
    if (changed.has("position")) {
      const taken = Math.floor(state.position);
      const text = trace.steps[taken - 1]?.text ?? first;
      if (caption.textContent !== text) caption.textContent = text;
      ticks.forEach((tick, i) => tick.classList.toggle("done", i < taken));
    }
    if (!changed.has("playing")) return;
    toggle.classList.toggle("playing", state.playing);
    if (wanted && !state.playing) setTimeout(() => wanted && !store.get().playing && player.toggle(), REST);
  });
  toggle.addEventListener("click", () => {
    wanted = !store.get().playing;
    player.toggle();
  });
  if (wanted) player.toggle();
  else player.last();
}

/** Cards are drawn as they come near the screen. */
function watchCards() {
  return new IntersectionObserver(
    (entries, self) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        self.unobserve(target);
        // A card without its picture is still a card.
        draw(/** @type {HTMLElement} */ (target), []).then(finish, () => {});
      }
    },
    { rootMargin: "200px" },
  );
}

/** A card shows the whole story told. @param {{store: import("./state/store.js").Store, trace: Trace}} drawn */
function finish({ store, trace }) {
  store.set({ position: trace.steps.length });
}

function showLastLesson() {
  const opened = lastLesson();
  // The card knows the title in the language of today.
  const card = opened && document.querySelector(`.lesson-card[data-id="${CSS.escape(opened.id)}"] strong`);
  const link = byId("opened-last").querySelector("a");
  if (!opened || !card || !link) return;
  link.href = `/lessons/${encodeURIComponent(opened.id)}`;
  link.textContent = card.textContent;
  byId("opened-last").hidden = false;
}
