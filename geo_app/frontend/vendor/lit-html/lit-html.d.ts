/** Templates for elements that are there already: lit-html, as far as this project uses it. */
export interface Template {
  readonly strings: TemplateStringsArray;
}

export function html(strings: TemplateStringsArray, ...values: unknown[]): Template;
export function svg(strings: TemplateStringsArray, ...values: unknown[]): Template;
export const nothing: unique symbol;
export function render(template: unknown, container: Element): void;
export function live(value: unknown): unknown;
export function repeat<T>(items: Iterable<T>, key: (item: T) => unknown, template: (item: T, index: number) => unknown): unknown;
export function styleMap(styles: Record<string, string>): unknown;
