export { type Answer, problem } from './answer.ts';
export { type Call, createFakeServer, type FakeServer } from './fakeServer.ts';
export { settled } from './settled.ts';
export { createTestQuery, type TestQuery, testQuery } from './testQuery.ts';
