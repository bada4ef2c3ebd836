/** How a host of the tests is made: `nest new` of a major version, and small edits of what that wrote. */
export interface HostRecipe {
  readonly name: string;
  /** Major version of `@nestjs/cli`. */
  readonly nest: 9 | 10 | 11 | 12;
  /** Packages and ranges added to `dependencies`. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** Added to `scripts`. */
  readonly scripts: Readonly<Record<string, string>>;
  /** Text of files by their path; they replace what `nest new` wrote there. */
  readonly files: Readonly<Record<string, string>>;
}
