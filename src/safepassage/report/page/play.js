"use strict";
// Plays the convoys over the maps: a circle for vehicles that drive a way together.
(() => {
  const data = JSON.parse(document.getElementById("moves").textContent);
  const player = document.querySelector(".player");
  const [button, slider, speed, clock] = ["play", "when", "speed", "clock"].map((id) => document.getElementById(id));
  const begin = data.moves[0][1];
  const end = data.moves.reduce((most, move) => Math.max(most, move[2]), begin + 1);
  const longest = data.moves.reduce((most, move) => Math.max(most, move[2] - move[1]), 0);
  const told = new Intl.DateTimeFormat(`${data.language}-u-nu-latn`, {
    timeZone: data.timezone, weekday: "short", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });
  const figures = new Intl.NumberFormat(`${data.language}-u-nu-latn`);
  let now = begin, running = false, before = 0;

  // Each way as points and the share of its length reached at each, so that time gives a place.
  const ways = data.ways.map((flat) => {
    const points = [];
    for (let i = 0; i < flat.length; i += 2) points.push([flat[i] / 1e5, flat[i + 1] / 1e5]);
    const squeeze = Math.cos((points[0][1] * Math.PI) / 180);
    const reached = [0];
    for (let i = 1; i < points.length; i++)
      reached.push(reached[i - 1] + Math.hypot((points[i][0] - points[i - 1][0]) * squeeze, points[i][1] - points[i - 1][1]));
    return { points, reached };
  });

  function along({ points, reached }, share) {
    const wanted = share * reached[reached.length - 1];
    let low = 0, high = reached.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (reached[middle] <= wanted) low = middle; else high = middle;
    }
    const span = reached[high] - reached[low];
    const part = span > 0 ? (wanted - reached[low]) / span : 0;
    return [0, 1].map((i) => points[low][i] + part * (points[high][i] - points[low][i]));
  }

  // Moves are in order of departure: those on their way left no longer than the longest drive ago.
  function firstAfter(time) {
    let low = 0, high = data.moves.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (data.moves[middle][1] < time) low = middle + 1; else high = middle;
    }
    return low;
  }

  function count(steps) {
    let people = 0;
    for (let i = 0; i < steps.times.length && steps.times[i] <= now; i++) people = steps.people[i];
    return people;
  }

  function draw() {
    const active = [];
    for (let i = firstAfter(now - longest); i < data.moves.length && data.moves[i][1] <= now; i++) {
      const [way, depart, arrive, vehicles, people] = data.moves[i];
      if (now < arrive) active.push([along(ways[way], (now - depart) / (arrive - depart)), vehicles, people]);
    }
    for (const box of document.querySelectorAll(".mapbox")) {
      const view = data.views[box.dataset.view];
      const canvas = box.querySelector("canvas");
      const wide = box.querySelector("svg").clientWidth || box.clientWidth, unit = wide / view.width;
      const dots = window.devicePixelRatio || 1;
      canvas.width = wide * dots;
      canvas.height = view.height * unit * dots;
      canvas.style.height = `${view.height * unit}px`;
      const pen = canvas.getContext("2d");
      pen.scale(unit * dots, unit * dots);
      for (const [[longitude, latitude], vehicles, people] of active) {
        pen.beginPath();
        pen.arc((longitude - view.west) * view.per_longitude, (view.north - latitude) * view.per_latitude, 3 + Math.sqrt(vehicles), 0, 2 * Math.PI);
        pen.lineWidth = 2;
        pen.strokeStyle = "#1b1b1b";
        pen.fillStyle = people ? "#d55e00" : "#ffffff";
        pen.fill();
        pen.stroke();
      }
    }
    slider.value = String((1000 * (now - begin)) / (end - begin));
    const parts = [told.format(new Date(now * 1000))];
    if (data.out) parts.push(`${data.words.out}: ${figures.format(count(data.out))}`);
    if (data.arrived) parts.push(`${data.words.arrived}: ${figures.format(count(data.arrived))}`);
    clock.textContent = parts.join(" · ");
  }

  function tick(time) {
    if (!running) return;
    if (before) now += ((time - before) / 1000) * Number(speed.value);
    before = time;
    if (now >= end) { now = end; stop(); }
    draw();
    if (running) requestAnimationFrame(tick);
  }

  function stop() { running = false; before = 0; button.textContent = "▶"; }

  button.addEventListener("click", () => {
    if (running) { stop(); return; }
    if (now >= end) now = begin;
    running = true;
    button.textContent = "❚❚";
    requestAnimationFrame(tick);
  });
  slider.addEventListener("input", () => { now = begin + ((end - begin) * Number(slider.value)) / 1000; draw(); });
  window.addEventListener("resize", draw);
  window.addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
  player.hidden = false;
  now = data.shown;
  draw();
})();
