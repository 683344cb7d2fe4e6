/** The texts of the staff's screens, which users never load. */
import { speaking, texts } from "./index";
import { staffDe } from "./staff_de";
import { type StaffText as Own, staffEn } from "./staff_en";
import type { Text } from "./en";

export type StaffText = Text | Own;
export const useStaffText = speaking<StaffText>({
  en: { ...texts.en, ...staffEn },
  de: { ...texts.de, ...staffDe },
});
