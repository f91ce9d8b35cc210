CREATE TABLE predictions (
  id            serial PRIMARY KEY,
  prediction    text NOT NULL,
  confidence    double precision NOT NULL,
  model_version text NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX predictions_newest_first ON predictions (created_at DESC, id DESC);
