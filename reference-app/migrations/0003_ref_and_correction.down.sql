ALTER TABLE predictions
  DROP COLUMN ref,
  DROP COLUMN correct_label;
