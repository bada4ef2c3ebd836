export { testDatabase } from '../typeorm/testing/test-database.js';
