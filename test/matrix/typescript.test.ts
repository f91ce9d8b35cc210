import { proveTrack } from "./prove-track.js"

proveTrack("typescript")
