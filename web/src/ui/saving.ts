/** Have the browser save what a link leads to: S3 hands it out as an attachment. */
export function save(link: string): void {
  const saving = document.createElement("a");
  Object.assign(saving, { href: link, target: "_blank", rel: "noopener noreferrer" });
  saving.click();
}
