export { testDatabase } from '../mongodb/testing/test-database.js';
