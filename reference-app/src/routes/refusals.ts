import { Problem, ValidationProblem } from "../messages.js"

/** Refusals that every route may give: the general budget is spent. */
export const ANYWHERE = { 429: Problem } as const

/** Refusals of routes that ask the database. */
export const STORED = { 503: Problem } as const

/** Refusals of routes whose path, query or body must fit a schema. */
export const CHECKED = { 422: ValidationProblem } as const

/** Refusals of methods that may come with a body, before it is held against a schema. */
export const WITH_BODY = { 400: Problem, 413: Problem, 415: Problem } as const
