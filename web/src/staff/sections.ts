/** The parts of the staff's screen, in their order, and the scope that opens each. */
import type { ComponentType } from "preact";
import type { Api } from "../api";
import { AgreementSection } from "./agreement";
import { AuditSection } from "./audit";
import { DocumentSection } from "./documents";
import { ErasureSection } from "./erasures/section";
import { FigureSection } from "./figures/section";
import { IncidentSection } from "./incidents/section";
import { Members } from "./members";
import { ReviewSection } from "./review/section";
import { SettingsSection } from "./settings/section";
import { WebhookSection } from "./webhooks/section";

export interface SectionProps {
  readonly api: Api;
  /** The account of who has signed in. */
  readonly me: string;
  /** Whether the token holds a scope. */
  readonly may: (scope: string) => boolean;
  /** To Cognito and back, for what takes a fresh sign-in. */
  readonly signInAgain: () => void;
}

export interface Section {
  readonly name:
    | "review" | "figures" | "settings" | "members" | "webhooks"
    | "erasures" | "incidents" | "documents" | "agreement" | "audit";
  readonly scope: string;
  readonly show: ComponentType<SectionProps>;
}

export const SECTIONS: readonly Section[] = [
  { name: "review", scope: "reviews.read", show: ReviewSection },
  { name: "figures", scope: "figures.read", show: FigureSection },
  { name: "settings", scope: "settings.read", show: SettingsSection },
  { name: "members", scope: "members.read", show: Members },
  { name: "webhooks", scope: "webhooks.read", show: WebhookSection },
  { name: "erasures", scope: "erasures.read", show: ErasureSection },
  { name: "incidents", scope: "incidents.read", show: IncidentSection },
  { name: "documents", scope: "records.read", show: DocumentSection },
  { name: "agreement", scope: "agreement.read", show: AgreementSection },
  { name: "audit", scope: "audit.read", show: AuditSection },
];
