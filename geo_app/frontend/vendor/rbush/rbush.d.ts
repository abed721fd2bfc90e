export interface Box {
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
}

/** A spatial index of boxes, as far as this project uses it. */
export default class RBush {
  load(boxes: readonly Box[]): this;
  insert(box: Box): this;
  collides(box: Box): boolean;
}
