ALTER TABLE predictions
  ADD COLUMN ref           uuid CONSTRAINT predictions_ref_key UNIQUE,
  ADD COLUMN correct_label text CONSTRAINT predictions_correct_label_check CHECK (correct_label ~ '^[0-9]$');
