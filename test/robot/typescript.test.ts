import { replayTrack } from "./replay-track.js"

await replayTrack("typescript")
