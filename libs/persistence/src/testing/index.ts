// A real database for tests, in a second
export { findTestServer } from './test-server.ts';
export { openTestDatabase } from './open-test-database.ts';
