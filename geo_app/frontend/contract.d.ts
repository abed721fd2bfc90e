/* What crosses between Python and the browser, as JSON.
 *
 * geo_app/map/contract.py and geo_app/ui/components/contract.py have the same names and fields for Python; a test
 * compares them. Lengths are metres, coordinates are lon/lat degrees (EPSG:4326), scores are 0 to 100. */

export type Theme = "light" | "dark";
export type LonLat = [number, number];
/** Texts in the user's language, by the names that the scripts know. */
export type Texts = Record<string, string>;

// -------------------------------------------------------------------------------------------- to start a map

/** What a map is made of: where scripts and styles are, in the order of need, and what `geoApp.start` gets. */
export interface MapAssets {
  scripts: string[];
  styles: string[];
  start: StartOptions;
}

/** What the page's component gets: a map, its height in pixels, and what to show. */
export interface MapDefinition extends MapAssets {
  height: number;
  payload: Payload;
}

/** What `geoApp.start` gets; the pack document itself (in a file), or where it and the backdrop's tiles are. */
export interface StartOptions {
  lang: string;
  theme: Theme;
  failed: string;
  online?: OnlineTiles;
  pack?: PackDocument;
  url?: string;
  tiles?: string;
}

/** Tiles from elsewhere, which a switch turns on. */
export interface OnlineTiles {
  url: string;
  attribution: string;
}

// ---------------------------------------------------------------------------------------- the pack document

/** All that does not change while a person works, in one language. */
export interface PackDocument {
  id: string;
  /** [[south, west], [north, east]] */
  bounds: [[number, number], [number, number]];
  texts: Texts;
  /** "zoom/x/y" of the backdrop's tiles; in a file with the tile as a data URI. */
  tiles: Record<string, string>;
  relief: Record<string, string>;
  /** Id of the layer that outlines the region. */
  region: string;
  grid: GridDocument;
  groups: LayerGroup[];
  layers: LayerDocument[];
  /** [whom to thank, address or ""] */
  attributions: [string, string][];
}

/** A heading in the legend. */
export interface LayerGroup {
  id: string;
  title: string;
}

/** A layer: how it is drawn, and its features. */
export interface LayerDocument {
  id: string;
  group: string;
  title: string;
  kind: "point" | "line" | "polygon";
  visible: boolean;
  candidates: boolean;
  facts: boolean;
  /** Places in the pack's `attributions`. */
  sources: number[];
  style: LayerStyle;
  /** Which feature gets a name first where there is no room for all; null: no names. */
  labels: number[] | null;
  classes: ClassLegend | null;
  sizes: SizeLegend | null;
  route: RouteDocument | null;
  features: FeatureDocument[];
  words: string[];
  /** Id of the layer that has the same shapes, which are left out here; "" where they are not. */
  shapes_of: string;
}

/** A pack's own style: what the scripts read of it. */
export interface LayerStyle {
  color: string;
  shape?: string;
  size?: number;
  width?: number;
  dash?: string;
  fill?: number;
}

/** A feature: its name, shape and facts. */
export interface FeatureDocument {
  id: string;
  name: string;
  /** GeoJSON; left out where the layer has `shapes_of`. */
  shape?: Geometry;
  accuracy_m: number;
  /** Not in operation: drawn as an outline. */
  hollow: boolean;
  /** Places in the layer's `words`, in pairs of term and text. */
  facts: number[];
  class?: number;
  size?: number;
}

/** A GeoJSON geometry. */
export interface Geometry {
  type: string;
  coordinates: unknown;
}

/** What the colours of a choropleth mean. */
export interface ClassLegend {
  title: string;
  words: string[];
  colors: string[];
  /** How many of the colours are of numbers; the last may be of what has no data. */
  known: number;
}

/** What the sizes of symbols mean. */
export interface SizeLegend {
  title: string;
  words: string[];
}

/** Where a line leads. */
export interface RouteDocument {
  from: string;
  to: string;
  gateways: Gateway[];
}

/** A place on a route through which it enters or leaves. */
export interface Gateway {
  lon: number;
  lat: number;
  name: string;
}

/** The hexagons of the suitability surface; geo_app/map/surface_document.py says how they are laid out. */
export interface GridDocument {
  key: string;
  /** [row, first column, number of cells], in the cells' order. */
  runs: [number, number, number][];
  /** Columns and rows from one node of the lattice to the next. */
  step: number;
  /** Nodes in a row. */
  across: number;
  /** Where the nodes lie, on a square map of the world of width 1. */
  x: number[];
  y: number[];
  /** Scores between two classes. */
  limits: number[];
  words: string[];
  /** Codes of a cell: steps for a point of score, and two that are no score. */
  steps: number;
  unknown: number;
  excluded: number;
  /** Steps in which values travel; what is above could not be measured. */
  value_steps: number;
  /** Weight of what could not be measured above which a cell has no score. */
  most_unknown: number;
  texts: Texts;
}

// ------------------------------------------------------------------------------------------------ the payload

/** What a change of weights or selection changes. */
export interface Payload {
  selected: string;
  compare: string[];
  sites: SiteMark[];
  links: Record<string, Link[]>;
  own: SiteOutline[];
  /** The tool that waits for clicks: "point", "polygon", "measure" or "". */
  mode: string;
  more?: string;
  visible?: string[];
  cells?: SurfaceCells | null;
  focus?: Focus;
  place?: PlaceMark;
  sight?: SightDocument;
  live?: LiveDocument;
  story?: StageDocument;
  /** Whether the map is the stage itself, which covers the page. */
  stage?: boolean;
}

/** A candidate site: what is written on its marker, and said of it. */
export interface SiteMark {
  id: string;
  name: string;
  layer: string;
  lon: number;
  lat: number;
  accuracy_m: number;
  accuracy: string;
  /** null: excluded, as `why` says. */
  rank: number | null;
  score: number | null;
  place: string;
  score_text: string;
  best: string;
  worst: string;
  why: string[];
  /** Pixels right and down by which the marker stands beside its place. */
  dx: number;
  dy: number;
}

/** A place that is no site, with the lines to what was measured. */
export interface PlaceMark extends SiteMark {
  links: Link[];
}

/** A line from a site to the nearest point of what a criterion measured. */
export interface Link {
  lon: number;
  lat: number;
  name: string;
  text: string;
  color: string;
}

/** A site that the user made: its outline, empty for a point. */
export interface SiteOutline {
  id: string;
  name: string;
  ring: LonLat[];
}

/** How values become a score. */
export type Method = "weighted_sum" | "topsis" | "owa";

/** What the order of the sites follows from, for a browser to rank them while a weight moves. */
export interface LiveDocument {
  criteria: string[];
  /** Of sum 1, by which this payload was ranked. */
  weights: Record<string, number>;
  method: Method;
  caution: number;
  /** Ids of those that have a rank, in the order in which equal ones stand. */
  sites: string[];
  /** Address of (criteria, sites) expected values, 64-bit floats; "" where the browser cannot rank, as `note` says. */
  values: string;
  note: string;
  /** In a file, where no page has the sliders. */
  panel?: LivePanel;
}

/** Sliders that stand on the map itself. */
export interface LivePanel {
  /** Of the criteria, in their order. */
  titles: string[];
  words: Texts;
}

/** How suitable every place is: what the browser scores, or a byte a cell; neither while they are measured. */
export interface SurfaceCells {
  grid: string;
  /** In base64. */
  bytes: string;
  /** Addresses of each criterion's values in 16 bits, "" for one that is not measured everywhere yet. */
  values?: string[];
  /** A bit a cell in base64, the lowest first. */
  excluded?: string;
  /** Numbers of the best cells, the best first. */
  top?: number[];
  note: string;
}

/** A place to look at; `count` is another one each time. */
export interface Focus {
  lon: number;
  lat: number;
  zoom: number;
  name: string;
  count: number;
}

/** What a map looks at; `count` is another one each time that the page asks for it. */
export interface SightDocument {
  center: LonLat;
  zoom: number;
  layers: Record<string, boolean>;
  opacity: Record<string, number>;
  count?: number;
}

// -------------------------------------------------------------------------------------------------- the stage

/** A presentation, worked out beforehand, so that a step needs no server. */
export interface StageDocument {
  words: Texts;
  start: number;
  steps: StageStep[];
}

/** A view of a story, with what it comes to. */
export interface StageStep {
  title: string;
  kicker: string;
  note: string;
  first: number;
  sight: SightDocument | null;
  top: StageCaption[];
  payload: Payload;
}

/** What the hall reads of a site, and a screen reader announces. */
export interface StageCaption {
  id: string;
  name: string;
  rank: number;
  place: string;
  score: number;
  score_text: string;
  best: string;
  worst: string;
  sure: string;
  /** Shares (0 to 1) of plausible weightings in which the site is first, and among the first three. */
  shares: [number, number] | null;
  said: string;
}

// ----------------------------------------------------------------------------------------- what the user does

export type MapEventKind =
  | "site"
  | "feature"
  | "place"
  | "drawn"
  | "moved"
  | "removed"
  | "compare"
  | "surface_on"
  | "surface_off"
  | "view"
  | "leave";

/** What the user did on the map. */
export interface MapEvent {
  kind: MapEventKind;
  site?: string;
  layer?: string;
  feature?: string;
  lon?: number;
  lat?: number;
  /** Corners of an outline, empty for a point. */
  ring?: LonLat[];
  view?: MapView;
}

/** What the map shows, as it says so itself: kept in the browser's tab, and in a view of a story. */
export interface MapView {
  center: LatLngLiteral;
  zoom: number;
  layers: Record<string, boolean>;
  opacity: Record<string, number>;
  /** Ids of layers that the user moved, from back to front; those of them that went to the back. */
  order: string[];
  sent: string[];
}

/** A place as Leaflet writes it. */
export interface LatLngLiteral {
  lat: number;
  lng: number;
}

// ------------------------------------------------------------------------------- the components of the page

/** The session for the address and the browser's store. */
export interface AddressData {
  /** Another one for each session of the server. */
  visit: string;
  code: string;
  lang: string;
  profile: string;
  /** Another number for each step of the browser's history. */
  step: number;
  /** Number of the last event that the server has taken. */
  heard: number;
  /** Length of a code that an address still holds. */
  longest: number;
}

/** The criteria: their weights in percent, and the opened one's value function. */
export interface EditorData {
  words: Texts;
  profile: string;
  /** Number of the last event that the server has taken. */
  heard: number;
  rows: EditorRow[];
  /** [id, title] of criteria that can be added. */
  more: [string, string][];
  opened: string;
  detail: EditorDetail | null;
}

/** A criterion's weight. */
export interface EditorRow {
  id: string;
  title: string;
  percent: number;
  /** In whole percent, so that all of them together are 100. */
  shown: number;
  locked: boolean;
  changed: boolean;
}

/** The opened criterion: its text, its curve, where the sites lie on it, its anchors. */
export interface EditorDetail {
  text: string;
  reason: string;
  source: string;
  source_label: string;
  kinds: [string, string][];
  kind: string;
  kind_label: string;
  low: number;
  high: number;
  low_text: string;
  high_text: string;
  curve: [number, number][];
  curve_label: string;
  ticks: number[];
  out: number[];
  chosen: string;
  chosen_at: number | null;
  handles: CurveHandle[];
  points: [number, number][];
  numbers: CurveNumber[];
  many: boolean;
  add_anchor: string;
  remove_anchor: string;
  undo: string;
  changed: boolean;
  problem: string;
}

/** A point of a curve that can be dragged: the points that go along, and between which x it stays. */
export interface CurveHandle {
  x: number;
  y: number;
  points: number[];
  free: boolean;
  between: [number | null, number | null];
}

/** A number that makes a value function: where it stands in the points, as [point, 0 for x or 1 for its worth]. */
export interface CurveNumber {
  label: string;
  value: number;
  at: [number, number][];
}

/** What the user did in the editor. */
export interface EditorEvent {
  number: number;
  kind: string;
  criterion?: string;
  value?: unknown;
}

/** The slider of caution. */
export interface CautionData {
  label: string;
  /** What its ends mean. */
  low: string;
  high: string;
  step: number;
  steps: number;
  /** Number of the last event that the server has taken. */
  heard: number;
}

/** The ranked table. */
export interface RankingTableData {
  caption: string;
  /** [title, class, explanation] */
  columns: [string, string, string][];
  /** Ids of the sites that the table lists, where it does not list all that are ranked. */
  only: string[] | null;
  comparing: string;
  more: string;
  /** So many of the best are in the table, and the selected one; null for all. */
  most: number | null;
  rows: RankingTableRow[];
  selected: string;
  announcement: string;
  /** Of sum 1, by criterion, and the caution: by what the rows were ranked. */
  weights: Record<string, number>;
  caution: number;
}

/** A ranked site. */
export interface RankingTableRow {
  id: string;
  rank: string;
  name: string;
  detail: string;
  score: string;
  /** Of the bar, 0 to 1. */
  share: number;
  sure: string;
  alike: string;
  accuracy: string;
  letter: string;
}

/** The best places of the region. */
export interface BestPlacesData {
  words: Texts;
  rows: BestPlacesRow[];
}

/** A place where a good site would be. */
export interface BestPlacesRow {
  number: string;
  name: string;
  lon: number;
  lat: number;
  score: string;
  share: number;
  rank: string;
  why: string;
  shown: boolean;
  added: boolean;
}

/** The search box, and what was found. */
export interface PlaceSearchData {
  label: string;
  /** What was asked for when these results were found. */
  query: string;
  results: PlaceSearchResult[];
  status: string;
  most: number;
}

/** A place that was found. */
export interface PlaceSearchResult {
  name: string;
  kind: string;
}

/** The list of the user's own sites, and what came of the last change. */
export interface UserSitesData {
  words: Texts;
  rows: UserSitesRow[];
  removed: string;
  added: string;
  problems: string[];
  notes: string[];
  /** What stays in the box after a paste; null leaves it as it is. */
  rest: string | null;
  count: number;
  saved: string;
}

/** One of the user's own sites. */
export interface UserSitesRow {
  id: string;
  name: string;
  place: string;
  area: string;
  selected: boolean;
}

/** The views of a story, and what came of the last change. */
export interface StoryPanelData {
  words: Texts;
  rows: StoryPanelRow[];
  removed: string;
  problem: string;
  saved: string;
  file: string;
  full: boolean;
  most: StoryLimits;
}

/** A view of a story. */
export interface StoryPanelRow {
  title: string;
  note: string;
  what: string;
  fits: boolean;
}

/** How long texts may be, and how large a file. */
export interface StoryLimits {
  title: number;
  note: number;
  bytes: number;
}

/** The words of Streamlit's uploader. */
export interface UploaderTexts {
  choose: string;
  limit: string;
  remove: string;
}
