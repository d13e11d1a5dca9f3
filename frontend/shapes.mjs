// The map's shapes: all states, and each state's counties in a file of its own, so that a page loads its own only.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { feature } from "topojson-client";

const ABOUT_100_METRES = 1000;

function rounded(coordinates) {
  if (typeof coordinates === "number") return Math.round(coordinates * ABOUT_100_METRES) / ABOUT_100_METRES;
  return coordinates.map(rounded);
}

function compact(shape) {
  const geometry = { type: shape.geometry.type, coordinates: rounded(shape.geometry.coordinates) };
  return { type: "Feature", properties: { fips: shape.id, name: shape.properties.name }, geometry };
}

function collection(shapes) {
  return { type: "FeatureCollection", features: shapes.map(compact) };
}

export function* mapShapes(modules) {
  const atlas = JSON.parse(readFileSync(join(modules, "us-atlas", "counties-10m.json"), "utf8"));
  const states = feature(atlas, atlas.objects.states).features;
  const counties = feature(atlas, atlas.objects.counties).features;
  for (const state of states) {
    const own = counties.filter((county) => county.id.startsWith(state.id));
    yield [`counties-${state.id}.json`, collection(own)];
  }
  yield ["states.json", collection(states)];
}
