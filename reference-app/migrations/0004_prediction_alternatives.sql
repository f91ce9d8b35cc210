CREATE TABLE prediction_alternatives (
  prediction_id integer NOT NULL REFERENCES predictions ON DELETE CASCADE,
  model_version text NOT NULL,
  prediction    text NOT NULL,
  confidence    double precision NOT NULL,
  PRIMARY KEY (prediction_id, model_version)
);
