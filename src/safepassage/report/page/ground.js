"use strict";
// A slider over days: the picture of then stands alone, with how old it is.
(() => {
  const stops = JSON.parse(document.getElementById("ground-stops").textContent);
  const player = document.getElementById("ground-player");
  const slider = document.getElementById("ground-day"), told = document.getElementById("ground-told");
  const pictures = [...document.querySelectorAll("details.picture")];

  function show() {
    const [number, words] = stops[Number(slider.value)];
    for (const one of pictures) {
      one.hidden = Number(one.dataset.number) !== number;
      one.open = !one.hidden;
    }
    told.textContent = words;
    slider.setAttribute("aria-valuetext", words);
  }

  // The first day of a picture: of the one the address names, or of the latest.
  function start() {
    const named = /^#ground-(\d+)$/.exec(window.location.hash);
    const wanted = named ? Number(named[1]) : stops[stops.length - 1][0];
    slider.value = String(Math.max(0, stops.findIndex(([number]) => number === wanted)));
    show();
  }

  slider.max = String(stops.length - 1);
  slider.addEventListener("input", show);
  window.addEventListener("hashchange", start);
  window.addEventListener("beforeprint", () => pictures.forEach((one) => { one.hidden = false; one.open = true; }));
  window.addEventListener("afterprint", show);
  player.hidden = false;
  start();
})();
