/** Higher priorities are served first. The numbers are ABP's and are what the `Priority` column holds. */
export enum BackgroundJobPriority {
  Low = 5,
  BelowNormal = 10,
  Normal = 15,
  AboveNormal = 20,
  High = 25,
}
