DROP TABLE prediction_alternatives;
