"""What an ESF project is: values and rules only, no input or output."""
