/** GeographicLib's geodesic routines, as far as this project uses them. */
interface PolygonArea {
  AddPoint(lat: number, lon: number): void;
  Compute(reverse: boolean, sign: boolean): { number: number; perimeter: number; area: number };
}

export const Geodesic: {
  DISTANCE: number;
  WGS84: {
    Inverse(lat1: number, lon1: number, lat2: number, lon2: number, outmask?: number): { s12: number };
    Polygon(polyline: boolean): PolygonArea;
  };
};
