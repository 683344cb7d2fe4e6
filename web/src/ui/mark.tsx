/** The moretta: the black oval mask of Venice that gave the product its name. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <ellipse cx="16" cy="16" rx="11" ry="14" class="mark-mask" />
      <ellipse cx="11.5" cy="13.5" rx="2.6" ry="1.7" class="mark-eye" />
      <ellipse cx="20.5" cy="13.5" rx="2.6" ry="1.7" class="mark-eye" />
    </svg>
  );
}
