// @ts-check
/* The components of the page; geo_app/ui/components/declare.py names them by these names. */

import { withStyle } from "../shared/component.js";
import { address as addressComponent } from "./address.js";
import { bestPlaces } from "./best_places.js";
import bestPlacesStyle from "./best_places.css";
import { cautionSlider } from "./weights/caution_slider.js";
import cautionSliderStyle from "./weights/caution_slider.css";
import { criteriaEditor } from "./weights/criteria_editor.js";
import criteriaEditorStyle from "./weights/criteria_editor.css";
import { mapViewComponent } from "./map_view.js";
import mapViewStyle from "./map_view.css";
import { placeSearch } from "./place_search.js";
import placeSearchStyle from "./place_search.css";
import { rankingTable } from "./ranking_table.js";
import rankingTableStyle from "./ranking_table.css";
import { storyPanel } from "./story.js";
import storyStyle from "./story.css";
import { uploaderTexts } from "./uploader_texts.js";
import { userSites } from "./user_sites.js";
import userSitesStyle from "./user_sites.css";

export const address = addressComponent;
export const best_places = withStyle(bestPlaces, bestPlacesStyle);
export const caution_slider = withStyle(cautionSlider, cautionSliderStyle);
export const criteria_editor = withStyle(criteriaEditor, criteriaEditorStyle);
export const map_view = withStyle(mapViewComponent, mapViewStyle);
export const place_search = withStyle(placeSearch, placeSearchStyle);
export const ranking_table = withStyle(rankingTable, rankingTableStyle);
export const story = withStyle(storyPanel, storyStyle);
export const uploader_texts = uploaderTexts;
export const user_sites = withStyle(userSites, userSitesStyle);
