import type { PredictionStore } from "./store.js"

/** A store that remembers nothing, for measuring the service without a database: chosen, never a fallback. */
export function openNoStore(): PredictionStore {
  return {
    add: (predictions) => Promise.resolve(predictions.map(() => ({ stored: false }))),
    page: () => Promise.resolve([]),
    find: () => Promise.resolve(undefined),
    remove: () => Promise.resolve(false),
    correct: () => Promise.resolve(undefined),
    analytics: () => Promise.resolve({ by_version: [], by_day: [], comparisons: [] }),
    ping: () => Promise.resolve(),
    buffered: 0,
    close: () => Promise.resolve(),
  }
}
