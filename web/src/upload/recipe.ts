/** What a person chose to hide, as the recipe that the API takes. */
export type Style = "solid" | "pattern" | "replace" | "mean" | "pixelate" | "blur";

export interface Choice {
  readonly text: boolean;
  readonly style: Style;
}

/** Styles in the order in which they are offered; nothing can undo those that are anonymising. */
export const STYLES: readonly { style: Style; anonymising: boolean }[] = [
  { style: "solid", anonymising: true },
  { style: "pattern", anonymising: true },
  { style: "replace", anonymising: true },
  { style: "mean", anonymising: true },
  { style: "pixelate", anonymising: false },
  { style: "blur", anonymising: false },
];

export function recipeOf({ text, style }: Choice): object {
  const face = { style, shape: style === "pixelate" || style === "blur" ? "box" : "ellipse" };
  // Text has no face to draw: where a face gets a drawing, it gets a plain cover.
  const plain = style === "replace" || style === "pattern" ? "solid" : style;
  return { version: 1, hide: { face, ...(text ? { text: { style: plain } } : {}) }, if_nothing: "review" };
}
