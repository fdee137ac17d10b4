/** What "detectable" means in every report: a difference that is found with this probability (Cohen 1988). */
export const POWER = 0.8;
