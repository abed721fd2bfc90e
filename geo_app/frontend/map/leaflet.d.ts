/* Parts of Leaflet that its types leave out, as far as the map uses them. */
import "leaflet";

declare module "leaflet" {
  interface Map {
    _animatingZoom?: boolean;
  }
  interface Renderer {
    _container: HTMLElement;
    _bounds: Bounds;
    _update(): void;
  }
  interface Circle {
    /** Radius in pixels. */
    _radius: number;
  }
  interface Path {
    _path?: SVGElement;
  }
  namespace Control {
    interface Scale {
      _mScale: HTMLElement;
      _getRoundNum(metres: number): number;
      _updateScale(node: HTMLElement, text: string, share: number): void;
    }
  }
}
