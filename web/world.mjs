// The outlines of countries as paths of SVG, projected once and for all, so that no page needs a map library.
// Shapes: Natural Earth (public domain), as world-atlas packs them; ids are numeric codes of ISO 3166-1.
import { createRequire } from "node:module";
import { geoEqualEarth, geoPath } from "d3-geo";
import { feature } from "topojson-client";

const require = createRequire(import.meta.url);
const WIDTH = 960;
const HEIGHT = 468;
// A country that covers less is a dot, or nobody would see it. In units of the map, squared.
const SMALL = 12;

function countries(scale) {
  const atlas = require(`world-atlas/countries-${scale}.json`);
  return feature(atlas, atlas.objects.countries).features;
}

/** Each country with its id ("" where it has none): `d` is a path, `x` and `y` the place of a dot. */
export function worldMap() {
  const coarse = countries("110m").filter((country) => country.properties.name !== "Antarctica");
  const drawn = new Set(coarse.map((country) => country.id));
  const projection = geoEqualEarth().fitSize([WIDTH, HEIGHT], { type: "FeatureCollection", features: coarse });
  const path = geoPath(projection).digits(1);
  const shapes = coarse.map((country) => ({ id: country.id ?? "", d: path(country), ...dot(path, country) }));
  // The coarse outlines leave small countries out, islands above all.
  const dots = countries("50m")
    .filter((country) => country.id && !drawn.has(country.id) && country.properties.name !== "Antarctica")
    .map((country) => ({ id: country.id, ...centre(path, country) }));
  return { width: WIDTH, height: HEIGHT, countries: [...shapes, ...dots] };
}

function dot(path, country) {
  return path.area(country) < SMALL ? centre(path, country) : {};
}

function centre(path, country) {
  const [x, y] = path.centroid(country);
  return { x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10 };
}
