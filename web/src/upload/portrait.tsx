import type { Style } from "./recipe";

/** A drawn somebody, masked in a style, so that a choice can be seen before a photo is sent. */
export function Portrait({ style }: { style: Style }) {
  return (
    <svg class="portrait" viewBox="0 0 72 72" aria-hidden="true">
      <rect width="72" height="72" class="portrait-wall" />
      <path d="M8 72c2-17 13-23 28-23s26 6 28 23z" class="person-clothes" />
      <path d="M20 34c-2-17 6-25 16-25s18 8 16 25l-3 10H23z" class="person-hair" />
      <rect x="30" y="42" width="12" height="13" rx="5" class="person-skin" />
      <ellipse cx="36" cy="32" rx="13" ry="16" class="person-skin" />
      {COVERS[style]()}
    </svg>
  );
}

const COVERS: Record<Style, () => preact.JSX.Element> = {
  solid: () => <ellipse cx="36" cy="31" rx="18" ry="22" class="cover-solid" />,
  pattern: () => (
    <>
      <ellipse cx="36" cy="31" rx="18" ry="22" class="cover-ground" />
      <path d="M22 22c6-8 22-8 28 0 2 14-4 25-14 26-10-1-16-12-14-26z" class="cover-mask" />
      <ellipse cx="30" cy="28" rx="3.6" ry="2.4" class="cover-eye" />
      <ellipse cx="42" cy="28" rx="3.6" ry="2.4" class="cover-eye" />
      <path d="M31 39q5 4 10 0" class="cover-line" />
    </>
  ),
  replace: () => (
    <>
      <circle cx="36" cy="31" r="20" class="cover-smile" />
      <circle cx="29" cy="27" r="2.4" class="cover-line-fill" />
      <circle cx="43" cy="27" r="2.4" class="cover-line-fill" />
      <path d="M26 35q10 10 20 0" class="cover-line" />
    </>
  ),
  mean: () => <ellipse cx="36" cy="31" rx="18" ry="22" class="cover-mean" />,
  pixelate: () => (
    <>
      {SQUARES.map(([x, y, tone]) => (
        <rect key={`${x}-${y}`} x={x} y={y} width="9" height="9" class={`cover-square-${tone}`} />
      ))}
    </>
  ),
  blur: () => (
    <>
      <rect x="18" y="10" width="36" height="44" class="cover-square-1" />
      <ellipse cx="36" cy="33" rx="14" ry="18" class="cover-haze-1" />
      <ellipse cx="36" cy="34" rx="10" ry="13" class="cover-haze-2" />
      <ellipse cx="36" cy="36" rx="6" ry="7" class="cover-haze-3" />
    </>
  ),
};

const TONES = ["1110", "1221", "0222", "1232", "1120"];
const SQUARES = TONES.flatMap((row, y) => [...row].map((tone, x) => [18 + 9 * x, 9 + 9 * y, tone] as const));
