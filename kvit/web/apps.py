from django.apps import AppConfig
from django.forms import ChoiceField, Field
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "kvit.web"
    label = "web"

    def ready(self) -> None:
        # Every form of the house, allauth's too, says what to do and not what a field is.
        Field.default_error_messages = {
            **Field.default_error_messages,
            "required": _("This is still empty. Fill it in."),
        }
        ChoiceField.default_error_messages = {
            **ChoiceField.default_error_messages,
            "invalid_choice": _("This is not in the list any more. Choose again."),
        }
