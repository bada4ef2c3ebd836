/** Lengths of the columns, as ABP's model has them. */
export const BackgroundJobRecordConsts = {
  maxApplicationNameLength: 96,
  maxJobNameLength: 128,
  /** Characters. PostgreSQL enforces it. */
  maxJobArgsLength: 1024 * 1024,
  maxConcurrencyStampLength: 40,
} as const;
