// The region's schools on packaged shapes: no tile server, no outside request, no text glyphs.
import { Map, NavigationControl, Popup, setWorkerUrl } from "maplibre-gl";

const SHOWN = "#00687d";
const FEW = "#52a5b5";
const NONE = "#9aa5ab";

function styled(link) {
  if (document.querySelector(`link[href="${link}"]`)) return;
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = link;
  document.head.append(sheet);
}

async function json(url) {
  const answer = await fetch(url, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

function bounds(points) {
  const box = [180, 90, -180, -90];
  for (const { geometry } of points.features) {
    const [x, y] = geometry.coordinates;
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return box;
}

function style(states, counties, schools) {
  const line = (id, source, color, width) => ({ id, type: "line", source, paint: { "line-color": color, "line-width": width } });
  return {
    version: 8,
    sources: {
      states: { type: "geojson", data: states },
      counties: { type: "geojson", data: counties },
      schools: { type: "geojson", data: schools },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": "#e7f2f5" } },
      { id: "land", type: "fill", source: "states", paint: { "fill-color": "#fbfcfd" } },
      { id: "home", type: "fill", source: "counties", paint: { "fill-color": "#ffffff" } },
      line("county-lines", "counties", "#dfe1e2", 0.8),
      line("state-lines", "states", "#8d9297", 1),
      circles("none", NONE, 1.9),
      circles("few", FEW, 3.6),
      circles("shown", SHOWN, 4.4),
    ],
  };
}

function circles(kind, color, radius) {
  return {
    id: `schools-${kind}`,
    type: "circle",
    source: "schools",
    filter: ["==", ["get", "kind"], kind],
    paint: {
      "circle-color": color,
      "circle-radius": ["interpolate", ["exponential", 1.6], ["zoom"], 5, radius, 12, radius * 3.2],
      "circle-stroke-color": "#ffffff",
      "circle-stroke-width": ["interpolate", ["linear"], ["zoom"], 6, kind === "none" ? 0 : 0.6, 10, 1],
      "circle-opacity": kind === "none" ? 0.75 : 0.95,
    },
  };
}

function said(place, { name, kind, students }) {
  const box = document.createElement("div");
  const title = document.createElement("strong");
  title.textContent = name;
  const words = document.createElement("span");
  words.textContent = kind === "shown" ? place.dataset.wordsShown.replace("{n}", students.toLocaleString()) : place.dataset[kind === "few" ? "wordsFew" : "wordsNone"];
  box.className = "map-popup";
  box.append(title, words);
  return box;
}

function explain(map, place) {
  const popup = new Popup({ closeButton: false, maxWidth: "260px" });
  for (const layer of ["schools-none", "schools-few", "schools-shown"]) {
    map.on("click", layer, ({ features: [school] }) =>
      popup.setLngLat(school.geometry.coordinates).setDOMContent(said(place, school.properties)).addTo(map),
    );
    map.on("mouseenter", layer, () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", layer, () => (map.getCanvas().style.cursor = ""));
  }
}

export async function draw(place) {
  styled(place.dataset.style);
  setWorkerUrl(new URL(place.dataset.worker, location.href).href);
  const [schools, states, ...counties] = await Promise.all(
    [place.dataset.schools, place.dataset.states, ...place.dataset.counties.split(" ").filter(Boolean)].map(json),
  );
  const home = { type: "FeatureCollection", features: counties.flatMap((shape) => shape.features) };
  const map = new Map({
    container: place.querySelector("[data-canvas]"),
    style: style(states, home, schools),
    bounds: bounds(schools),
    fitBoundsOptions: { padding: 32 },
    maxZoom: 13,
    attributionControl: false,
    cooperativeGestures: true,
  });
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.getCanvas().setAttribute("aria-label", place.dataset.label);
  explain(map, place);
  await new Promise((resolve, reject) => {
    map.once("load", resolve);
    map.once("error", ({ error }) => reject(error));
  });
  place.dataset.ready = "true";
}
