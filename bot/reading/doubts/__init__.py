"""What is doubted in a text: arithmetic, slips, personal data, what a notice lacks, and what earlier posts said."""
