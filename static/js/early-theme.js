// Put the visitor's theme on the page before anything is painted. A classic script, so that it runs at once.

(() => {
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset["theme"] = theme;
  } catch {
    // Without storage the system's choice holds.
  }
})();
