import { <%- migration.className %> } from '<%- migration.importPath %>';

/** The migrations of the jobs table, oldest first. */
export const backgroundJobsMigrations = [<%- migration.className %>];
